import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const MessageSendings = () => import('#app/messaging/http/admin/message_sendings_controller')

routesOf('admin', () => {
  router.post('/messages/:id/sendings', [MessageSendings, 'store']).as('admin.message_sendings.store')
}).use(signedInPage('staff:customers:write'))
