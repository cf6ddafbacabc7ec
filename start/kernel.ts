import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'
import { matchBySurface } from '#app/shared/http/surface_routes'

server.errorHandler(() => import('#app/shared/http/exception_handler'))

matchBySurface()

server.use([
  () => import('#app/shared/http/middleware/tenant_middleware'),
  () => import('@adonisjs/static/static_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
])

router.use([() => import('@adonisjs/core/bodyparser_middleware')])

/** Sessions are dear: only pages have them, never the API, health checks, webhooks or cached public pages. */
export const middleware = router.named({
  session: () => import('@adonisjs/session/session_middleware'),
  shield: () => import('@adonisjs/shield/shield_middleware'),
  inertia: () => import('#app/shared/http/middleware/inertia_middleware'),
})
