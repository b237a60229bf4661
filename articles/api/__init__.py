"""Sessions and articles over the API, by noun. Each module has its shapes, then its endpoints."""
