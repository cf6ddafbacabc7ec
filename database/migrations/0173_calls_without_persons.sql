-- What was said to gateways and panels names people; when somebody is forgotten, that goes. When, to whom and with which outcome a call was made stays.
grant update (url, request, response) on remote_calls to platform_app;
