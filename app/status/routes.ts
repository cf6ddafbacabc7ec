import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { middleware } from '#start/kernel'

const HealthChecksController = () => import('#app/status/http/health_checks_controller')
const StatusPagesController = () => import('#app/status/http/public/status_pages_controller')
const StatusSummariesController = () => import('#app/status/http/public/status_summaries_controller')

router.get('/health/live', [HealthChecksController, 'live']).as('health.live')
router.get('/health/ready', [HealthChecksController, 'ready']).as('health.ready')

routesOf('status', () => {
  router
    .get('/', [StatusPagesController, 'show'])
    .as('status_page.show')
    .use([middleware.publicPage(), middleware.inertia()])
  router.get('/api/v2/summary.json', [StatusSummariesController, 'show']).as('status_summary.show')
})
