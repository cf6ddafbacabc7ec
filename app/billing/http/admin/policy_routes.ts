import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const Cases = () => import('#app/billing/http/api/collection_cases_controller')
const Collections = () => import('#app/billing/http/admin/collections_controller')
const Pages = () => import('#app/billing/http/admin/policy_pages_controller')
const Currencies = () => import('#app/billing/http/api/currencies_controller')
const Policies = () => import('#app/billing/http/api/billing_policies_controller')
const Previews = () => import('#app/billing/http/api/policy_previews_controller')
const GroupDunnings = () => import('#app/billing/http/api/group_dunnings_controller')

routesOf('admin', () => {
  router.get('/collections', [Collections, 'index']).as('admin.collections.index')
  router.get('/collections.csv', [Collections, 'show']).as('admin.collections.export')
  router.get('/currencies', [Pages, 'currencies']).as('admin.currencies.show')
  router.get('/billing-policies', [Pages, 'show']).as('admin.billing_policies.show')
  router.post('/billing-policies/preview', [Previews, 'store']).as('admin.policy_previews.store')
}).use(signedInPage('staff:billing:read'))

routesOf('admin', () => {
  router.get('/customer-groups', [Pages, 'groups']).as('admin.customer_groups.index')
  router.get('/customer-groups/:id', [Pages, 'group']).as('admin.customer_groups.show')
}).use(signedInPage('staff:customers:read'))

/** These screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router.put('/currencies', [Currencies, 'update']).as('admin.currencies.update')
  router.patch('/billing-policies', [Policies, 'update']).as('admin.billing_policies.update')
  router.put('/customer-groups/:id/dunning', [GroupDunnings, 'update']).as('admin.group_dunning.update')
}).use(signedInPage('staff:settings:write'))

routesOf('admin', () => {
  router.put('/invoices/:id/collection-case', [Cases, 'update']).as('admin.collection_cases.update')
  router.delete('/invoices/:id/collection-case', [Cases, 'destroy']).as('admin.collection_cases.destroy')
}).use(signedInPage('staff:billing:write'))
