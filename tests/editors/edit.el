;;; What a person does in Emacs' po-mode, for save.py: EDITED_FILE, EDITED_SOURCE and EDITED_TEXT say where and what.

(require 'po-mode)

(defun edited-entry (source)
  "Go to the entry with the msgid SOURCE, which stands on one line."
  (goto-char (point-min))
  (search-forward (concat "\nmsgid \"" source "\"\n"))
  (po-current-entry))

(setq po-auto-replace-revision-date t
      po-auto-update-file-header t
      po-auto-fuzzy-on-edit nil
      make-backup-files nil)
(set-language-environment "UTF-8")
(find-file (getenv "EDITED_FILE"))
(po-mode)

;; A draft is accepted, with a remark.
(edited-entry (getenv "ACCEPTED_SOURCE"))
(po-unfuzzy)
(po-edit-comment)
(goto-char (point-max))
(search-backward "<")
(insert "Accepted in Emacs.\n")
(po-subedit-exit)

;; The new sentence is translated in the window that RET opens.
(edited-entry (getenv "EDITED_SOURCE"))
(po-edit-msgstr)
(insert (getenv "EDITED_TEXT"))
(po-subedit-exit)

;; A reviewed entry is made fuzzy, as TAB does.
(edited-entry "Unions")
(when (eq po-entry-type 'translated)
  (po-fade-out-entry))

(save-buffer)
