from curriculum import unlocking
from lms.accounts import merging

merging.register(unlocking.merge)
