"""English words of names that other languages translate."""

from __future__ import annotations

# Words with a capital only because a sentence begins with them.
OPENERS = frozenset(
    """
        although another both despite each even every first here how however last like many meanwhile most next no now
        once one since so still such two until what yet
    """.split()  # noqa: SIM905
)
# Words of names that are usually translated with them, or have their own form in many languages.
COMMON = """
    academy action agency agreement air alliance alps america antwerp arab arabs army assembly association atlantic
    authority balkans bank basel bavaria bay bethlehem bible black board bridge britain british brittany bruges
    burgundy burma california cape capital carolina castle catalonia catholic center central centre chamber charter
    christian christians christmas church city civil club coalition college cologne columbia commission committee
    commons community conference congress constitution convention council county court cross dakota danube day
    declaration democracy democrat democratic democrats department desert director district doctor dr duke earth east
    easter eastern economic education embassy emperor empire energy england environment european executive federal
    federation festival field fifth first florence force forces foreign forest forum foundation fourth free front fund
    galilee gas general geneva genoa ghent god good government governor great green greens group gulf hague hall
    hanover hawaii health hebrew high highness hill holland holocaust holy home hospital house human independence
    independent indigenous institute interior internal international internet islam islamic island islands jew jewish
    jews jordan judge justice king kingdom kremlin labor labour lake land law league left liberal liberation library
    lord lords market mayor mediterranean member members memorial middle milan military minister ministers ministry
    mission mount mountain mountains movement mr mrs ms munich museum muslim muslims naples nation national nations
    nazareth nazi nazis new nile normandy north northern nuremberg ocean office old olympic olympics operation
    opposition orchestra order organisation organization orthodox pacific pact palace park parliament party passover
    peace peninsula pennsylvania people peoples persia plan police pope presidency president press prime prince
    princess professor program programme progress project protestant prussia public pyrenees quebec queen radio
    railway ramadan red reform reich religion reporters republic republican republicans research resistance revolution
    revolutionary rhine right rights river road roman royal saint sardinia saxony school scotland sea second secretary
    security senate senator service seville shoah sicily sir social society solidarity south southern soviet spring
    square st state states station stock strait street strip student students summit supreme tax television
    temple territories territory thames theatre third times tower trade treasury treaty trust turin tuscany ulster
    union unions united university valley vatican venice vice victory village virginia volunteer wales wall war water
    web west western white women workers world young youth
"""
