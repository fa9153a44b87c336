"""The only people with an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Organizer(AbstractUser):
    """Signs in with a password; everybody else holds a link.

    Wrong passwords are counted per account, never per address: a whole hall shares one.
    """

    wrong_passwords = models.PositiveIntegerField(default=0, editable=False)
    wrong_password_at = models.DateTimeField(null=True, blank=True, editable=False)
