from lms.accounts import merging
from lms.privacy import notes

merging.register(notes.move)
