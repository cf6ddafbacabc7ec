import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage, visitorPage } from '#start/page_middleware'

const SignUpsController = () => import('#app/customers/http/portal/sign_ups_controller')
const ProfilesController = () => import('#app/customers/http/portal/profiles_controller')

routesOf('account', () => {
  router.get('/sign-up', [SignUpsController, 'create']).as('sign_ups.create').use(visitorPage())
  router.post('/sign-up', [SignUpsController, 'store']).as('sign_ups.store').use(visitorPage())
  router.get('/profile', [ProfilesController, 'show']).as('profiles.show').use(signedInPage())
  router
    .put('/customer', [ProfilesController, 'update'])
    .as('own_customer.update')
    .use(signedInPage('account:write'))
})
