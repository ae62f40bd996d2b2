"""The web server: Flask and Dash for people, an asyncio part for live streams, one guard in front of everything."""
