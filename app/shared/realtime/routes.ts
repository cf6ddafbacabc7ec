import router from '@adonisjs/core/services/router'
import { visitorPage } from '#start/page_middleware'

const LiveTicketsController = () => import('#app/shared/realtime/live_tickets_controller')

router.get('/live-ticket', [LiveTicketsController, 'show']).as('live_ticket.show').use(visitorPage())
