from lms.accounts import merging, my_data
from lms.privacy import notes

merging.register(notes.move)
my_data.register("private_notes", notes.of, rows=notes.export)
