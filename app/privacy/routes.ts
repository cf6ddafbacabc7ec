import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

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
