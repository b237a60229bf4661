"""`/teacher` and `/monitoring`: JSON for teachers and admins."""
