"""What the publishing room keeps: volumes, their profiles, and every setting of them."""
