/** All URLs, by domain: each domain lists its own in its `routes.ts`, and its API in its `http/api_endpoints.ts`. */
import '#app/status/routes'
import { allEndpoints } from '#start/api'
import { authenticateTokensWith } from '#app/shared/http/api/authenticator'
import { registerEndpoints } from '#app/shared/http/api/register_endpoints'
import { tokenCallers } from '#app/identity/http/token_callers'

authenticateTokensWith(tokenCallers)
registerEndpoints(await allEndpoints())
