/** All URLs, by domain: each domain lists its own in its `routes.ts`. */
import '#app/status/routes'
