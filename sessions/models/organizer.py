"""The only people with an account."""

from django.contrib.auth.models import AbstractUser


class Organizer(AbstractUser):
    """Signs in with a password; everybody else holds a link."""
