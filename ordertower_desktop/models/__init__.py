"""What the glass shows: Qt item models that hold rows and never fetch them."""
