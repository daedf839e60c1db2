"""Addresses for signing in and out, and of one's own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from config.accounts import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/password/", views.ChangePassword.as_view(), name="password_change"),
]
