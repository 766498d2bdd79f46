"""Documents that hold a text and are none: mail, PDF, word processors' files, recognised print."""
