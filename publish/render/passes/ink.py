"""Every colour of a document in the inks it is printed with: four of a press, or black alone for a photocopier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publish.errors import RenderError
from publish.render.passes.colour import Black, Ink, Space, press_of
from publish.render.passes.geometry import number
from publish.render.passes.images import recolour_image
from publish.render.passes.operators import KNOCKOUT, OVERPRINT, Recolouring
from publish.render.passes.shadings import recolour_shading
from publish.render.passes.spaces import space_of

if TYPE_CHECKING:
    import pikepdf

    from publish.render.passes.profiles import Profile

_SPACES: dict[int, Space] = {1: "gray", 3: "rgb", 4: "cmyk"}


def in_cmyk(pdf: pikepdf.Pdf, profile: Profile) -> None:
    """Turn every colour into the inks of a press: nothing is left in RGB, black and greys are black ink alone.

    Letters in solid black print over what is below them (overprint mode 1): a hair's breadth of misregister would
    leave a white rim round letters on a colour. Areas are left to knock out, since what they cover would show through;
    they stay black ink alone, which a print shop can enrich where it wants.
    Raises `RenderError` for what cannot be turned: meshes, spot colours mixed from RGB, unreadable pictures.
    """
    _Walk(pdf, press_of(profile.content), overprinting=True).all()


def in_black(pdf: pikepdf.Pdf) -> None:
    """Turn every colour into a grey as light as it. Errors as `in_cmyk`."""
    _Walk(pdf, Black(), overprinting=False).all()


@dataclass(frozen=True, slots=True)
class _Scope:
    """The resources that streams share, and the names they take from them."""

    resources: Any
    used: dict[str, set[str]] = field(default_factory=dict)


class _Walk:
    """A document's content: every stream that draws, once, with the resources it draws from."""

    def __init__(self, pdf: pikepdf.Pdf, ink: Ink, *, overprinting: bool) -> None:
        self.pdf = pdf
        self.ink = ink
        self.mask = Black()
        self.overprinting = overprinting
        self._done: dict[tuple[int, int], str] = {}
        self._shared: dict[tuple[int, int], _Scope] = {}
        self._scopes: list[_Scope] = []

    def all(self) -> None:
        for page in self.pdf.pages:
            self._group(page.obj, self.ink)
            page.contents_coalesce()
            if "/Contents" in page.obj:
                self._stream(page.obj.Contents, self._scope(page.obj.get("/Resources")), self.ink)
            for annotation in page.obj.get("/Annots", []):
                self._annotation(annotation)
        # Only now: streams may share resources.
        for scope in self._scopes:
            _drop_unused(scope)
            _drop_spaces(scope.resources)

    def _scope(self, resources: Any, outer: _Scope | None = None) -> _Scope:
        import pikepdf

        if resources is None:
            return outer or _Scope(pikepdf.Dictionary())
        if resources.is_indirect and resources.objgen in self._shared:
            return self._shared[resources.objgen]
        scope = _Scope(resources)
        self._scopes.append(scope)
        if resources.is_indirect:
            self._shared[resources.objgen] = scope
        return scope

    def _is_done(self, thing: Any, ink: Ink) -> bool:
        if not thing.is_indirect:
            return False
        if thing.objgen not in self._done:
            self._done[thing.objgen] = ink.name
            return False
        if self._done[thing.objgen] != ink.name:
            raise RenderError("a drawing is used both as it is and as a mask; use a copy of it for one of them")
        return True

    def _stream(self, stream: Any, scope: _Scope, ink: Ink) -> None:
        if self._is_done(stream, ink):
            return
        recolouring = Recolouring(ink, scope.resources, overprinting=self.overprinting and ink is self.ink)
        stream.write(recolouring.rewritten(stream))
        for kind, names in recolouring.used.items():
            scope.used.setdefault(kind, set()).update(names)
        found = {
            kind: [scope.resources[kind][name] for name in sorted(names) if name in scope.resources.get(kind, {})]
            for kind, names in recolouring.used.items()
        }
        self._resources(found, scope, ink)
        if recolouring.overprints:
            _add_overprint(scope.resources)

    def _form(self, form: Any, outer: _Scope | None, ink: Ink) -> None:
        self._group(form, ink)
        self._stream(form, self._scope(form.get("/Resources"), outer), ink)

    def _group(self, holder: Any, ink: Ink) -> None:
        import pikepdf

        if "/CS" in holder.get("/Group", {}):
            holder.Group.CS = pikepdf.Name(ink.name)

    def _resources(self, found: dict[str, list[Any]], scope: _Scope, ink: Ink) -> None:
        import pikepdf

        for drawing in found["/XObject"]:
            if drawing.get("/Subtype") == "/Form":
                self._form(drawing, scope, ink)
            elif not self._is_done(drawing, ink):
                recolour_image(drawing, ink, scope.resources)
        for pattern in found["/Pattern"]:
            if int(pattern.PatternType) == 1:
                self._stream(pattern, self._scope(pattern.get("/Resources"), scope), ink)
            elif not self._is_done(pattern.Shading, ink):
                recolour_shading(self.pdf, pattern.Shading, ink, scope.resources)
        for shading in found["/Shading"]:
            if not self._is_done(shading, ink):
                recolour_shading(self.pdf, shading, ink, scope.resources)
        for state in found["/ExtGState"]:
            if isinstance(state.get("/SMask"), pikepdf.Dictionary):
                self._soft_mask(state.SMask, scope, ink)
        for font in found["/Font"]:
            if font.get("/Subtype") == "/Type3":
                for glyph in dict(font.CharProcs).values():
                    self._stream(glyph, self._scope(font.get("/Resources"), scope), ink)

    def _soft_mask(self, mask: Any, scope: _Scope, ink: Ink) -> None:
        """A mask by lightness is grey, whatever ink the masked is printed in; of one by opacity no colour shows."""
        import pikepdf

        if mask.S != "/Luminosity":
            self._form(mask.G, scope, ink)
            return
        if "/BC" in mask:
            backdrop = [float(part) for part in mask.BC]
            mask.BC = pikepdf.Array([number(part) for part in self.mask.of(_SPACES[len(backdrop)], backdrop)])
        self._form(mask.G, scope, self.mask)

    def _annotation(self, annotation: Any) -> None:
        import pikepdf

        for key in ("/C", "/IC"):
            colour = [float(part) for part in annotation.get(key, [])]
            if colour:
                annotation[key] = pikepdf.Array([number(part) for part in self.ink.of(_SPACES[len(colour)], colour)])
        waiting = [look for _, look in annotation.get("/AP", {}).items()]
        while waiting:
            look = waiting.pop()
            if isinstance(look, pikepdf.Stream):
                self._form(look, None, self.ink)
            else:
                waiting += [child for _, child in look.items()]


def _add_overprint(resources: Any) -> None:
    import pikepdf

    if "/ExtGState" not in resources:
        resources.ExtGState = pikepdf.Dictionary()
    resources.ExtGState[OVERPRINT] = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, op=True, OP=True, OPM=1)
    resources.ExtGState[KNOCKOUT] = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, op=False, OP=False, OPM=0)


def _drop_unused(scope: _Scope) -> None:
    """Remove what nothing draws: it was not turned into inks, or is a mask's and is reached through that."""
    for kind in ("/XObject", "/Pattern", "/Shading"):
        held = scope.resources.get(kind, {})
        for name in list(dict(held)):
            if name not in scope.used.get(kind, ()):
                del held[name]


def _drop_spaces(resources: Any) -> None:
    """Remove the named colour spaces that nothing uses any more: all that are turned into inks."""
    spaces = resources.get("/ColorSpace", {})
    for name in list(dict(spaces)):
        if space_of(spaces[name], resources).kind not in ("pattern", "special"):
            del spaces[name]
