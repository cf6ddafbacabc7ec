import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const Customers = () => import('#app/customers/http/admin/customers_controller')
const Groups = () => import('#app/customers/http/api/customer_groups_controller')
const Groupings = () => import('#app/customers/http/api/customer_groupings_controller')
const CustomerNotes = () => import('#app/customers/http/api/customer_notes_controller')
const CustomerCalls = () => import('#app/customers/http/api/customer_calls_controller')
const NoteRestorations = () => import('#app/customers/http/api/note_restorations_controller')

/** Groups and notes are sent to the API's own controllers, with the session instead of a token. */
routesOf('admin', () => {
  router.post('/customer-groups', [Groups, 'store']).as('admin.customer_groups.store')
  router.patch('/customer-groups/:id', [Groups, 'update']).as('admin.customer_groups.update')
  router.delete('/customer-groups/:id', [Groups, 'destroy']).as('admin.customer_groups.destroy')
  router.put('/customers/:id/group', [Groupings, 'update']).as('admin.customer_groupings.update')
}).use(signedInPage('staff:customers:write'))

routesOf('admin', () => {
  router.put('/customers/:id', [Customers, 'update']).as('admin.customers.update')
  router.post('/customers/:id/notes', [CustomerNotes, 'store']).as('admin.customer_notes.store')
  router.post('/customers/:id/calls', [CustomerCalls, 'store']).as('admin.customer_calls.store')
  router.patch('/customer-notes/:id', [CustomerNotes, 'update']).as('admin.customer_notes.update')
  router.delete('/customer-notes/:id', [CustomerNotes, 'destroy']).as('admin.customer_notes.destroy')
  router
    .post('/customer-notes/:id/restorations', [NoteRestorations, 'store'])
    .as('admin.note_restorations.store')
}).use(signedInPage('staff:customers:write'))
