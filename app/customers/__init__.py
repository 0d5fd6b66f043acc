"""Who is who: handles that identify a customer, and the plan that joins what belongs to one person. Pure."""
