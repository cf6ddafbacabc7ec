import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const Customers = () => import('#app/customers/http/admin/customers_controller')
const CustomerNotes = () => import('#app/customers/http/admin/customer_notes_controller')

routesOf('admin', () => {
  router.put('/customers/:id', [Customers, 'update']).as('admin.customers.update')
  router.post('/customers/:id/notes', [CustomerNotes, 'store']).as('admin.customer_notes.store')
}).use(signedInPage('staff:customers:write'))
