import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const BankPages = () => import('#app/banking/http/admin/bank_pages_controller')
const BankAccountPages = () => import('#app/banking/http/admin/bank_account_pages_controller')
const Statements = () => import('#app/banking/http/api/bank_statements_controller')
const Bookings = () => import('#app/banking/http/api/movement_bookings_controller')
const Settings = () => import('#app/banking/http/api/bank_settings_controller')

routesOf('admin', () => {
  router.get('/bank', [BankPages, 'review']).as('admin.bank.review')
  router.get('/bank/movements', [BankPages, 'movements']).as('admin.bank.movements')
  router.get('/bank/statements', [BankPages, 'statements']).as('admin.bank.statements')
  router.get('/bank/search', [BankPages, 'search']).as('admin.bank.search')
  router.get('/bank/accounts', [BankAccountPages, 'index']).as('admin.bank_accounts.index')
}).use(signedInPage('staff:billing:read'))

/** These screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router.post('/bank/statements', [Statements, 'store']).as('admin.bank.statements.store')
  router.put('/bank/csv-layouts', [Settings, 'layout']).as('admin.bank.csv_layouts.update')
  router.put('/bank/movements/:id/booking', [Bookings, 'store']).as('admin.bank.booking.update')
  router.put('/bank/movements/:id/return', [Bookings, 'takeBack']).as('admin.bank.return.update')
  router.put('/bank/movements/:id/dismissal', [Bookings, 'ignore']).as('admin.bank.dismissal.update')
  router.post('/bank/movements/:id/undoing', [Bookings, 'undo']).as('admin.bank.undoing.store')
}).use(signedInPage('staff:billing:write'))

routesOf('admin', () => {
  router.put('/bank/settings', [Settings, 'update']).as('admin.bank.settings.update')
}).use(signedInPage('staff:settings:write'))
