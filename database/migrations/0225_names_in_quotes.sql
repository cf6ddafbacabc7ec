-- Names that people gave their servers stand in quotes too: whoever is forgotten is forgotten there.
grant update (content) on quotes to platform_app;
