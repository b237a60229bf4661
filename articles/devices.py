"""What kind of device somebody reads on, from its User-Agent: good enough for counting, nothing else. Pure."""


def kind(user_agent: str) -> str:
    """phone, tablet, desktop, or "" where it doesn't say."""
    said = user_agent.lower()
    if not said:
        return ""
    if "ipad" in said or "tablet" in said or "android" in said and "mobile" not in said:
        return "tablet"
    return "phone" if "mobi" in said or "iphone" in said else "desktop"
