import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const PrivacyPages = () => import('#app/privacy/http/admin/privacy_pages_controller')
const CustomerPrivacy = () => import('#app/privacy/http/api/customer_privacy_controller')
const Retention = () => import('#app/privacy/http/api/retention_controller')
const Privacy = () => import('#app/privacy/http/portal/privacy_controller')

routesOf('account', () => {
  router.get('/privacy', [Privacy, 'show']).as('own_privacy.show').use(signedInPage('account:read'))
  router
    .put('/privacy/marketing', [Privacy, 'marketing'])
    .as('own_marketing.update')
    .use(signedInPage('account:read'))
  router
    .group(() => {
      router.post('/privacy/exports', [Privacy, 'storeExport']).as('own_exports.store')
      router.get('/privacy/exports/:id', [Privacy, 'download']).as('own_exports.show')
      router.post('/privacy/erasure', [Privacy, 'storeErasure']).as('own_erasure.store')
      router.delete('/privacy/erasure', [Privacy, 'destroyErasure']).as('own_erasure.destroy')
    })
    .use(provenPage('account:write'))
})

/** What changes something is sent to the API's own controllers, with the session instead of a token. */
routesOf('admin', () => {
  router
    .get('/privacy', [PrivacyPages, 'show'])
    .as('admin.privacy.show')
    .use(signedInPage('staff:customers:read'))
  router
    .get('/retention/preview', [Retention, 'preview'])
    .as('admin.retention.preview')
    .use(signedInPage('staff:settings:write'))
  router
    .group(() => {
      router.put('/retention', [Retention, 'update']).as('admin.retention.update')
      router.put('/customers/:id/legal-hold', [CustomerPrivacy, 'update']).as('admin.legal_hold.update')
      router.delete('/customers/:id/legal-hold', [CustomerPrivacy, 'destroy']).as('admin.legal_hold.destroy')
    })
    .use(provenPage('staff:settings:write'))
})
