"""Same customer: are these one person, can their orders leave in one parcel, and what was stopped at the printing desk."""
