from lms.metrics import process

process.register()
