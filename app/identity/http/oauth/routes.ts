import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage, visitorPage } from '#start/page_middleware'

const AllowedApplications = () => import('#app/identity/http/portal/allowed_applications_controller')
const OauthClients = () => import('#app/identity/http/admin/oauth_clients_controller')
const OauthInteractions = () => import('#app/identity/http/portal/oauth_interactions_controller')

/** Pages around the sign-in protocol; the protocol itself has a door of its own (door.ts). */
routesOf('account', () => {
  router
    .group(() => {
      router.get('/oauth/interactions/:uid', [OauthInteractions, 'show']).as('oauth_interactions.show')
      router.post('/oauth/interactions/:uid', [OauthInteractions, 'store']).as('oauth_interactions.store')
      router
        .delete('/oauth/interactions/:uid', [OauthInteractions, 'destroy'])
        .as('oauth_interactions.destroy')
    })
    .use(visitorPage())
  router
    .group(() => {
      router.get('/applications', [AllowedApplications, 'index']).as('allowed_applications.index')
      router.delete('/applications/:id', [AllowedApplications, 'destroy']).as('allowed_applications.destroy')
    })
    .use(signedInPage())
})

routesOf('admin', () => {
  router
    .get('/applications', [OauthClients, 'index'])
    .as('admin.oauth_clients.index')
    .use(signedInPage('staff:settings:write'))
  router
    .group(() => {
      router.post('/applications', [OauthClients, 'store']).as('admin.oauth_clients.store')
      router.put('/applications/:id', [OauthClients, 'update']).as('admin.oauth_clients.update')
      router.post('/applications/:id/secrets', [OauthClients, 'renew']).as('admin.oauth_clients.renew')
      router.delete('/applications/:id', [OauthClients, 'destroy']).as('admin.oauth_clients.destroy')
    })
    .use(provenPage('staff:settings:write'))
})
