import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage, visitorPage } from '#start/page_middleware'

const SessionsController = () => import('#app/identity/http/portal/sessions_controller')
const PasswordResetRequestsController = () =>
  import('#app/identity/http/portal/password_reset_requests_controller')
const PasswordResetsController = () => import('#app/identity/http/portal/password_resets_controller')
const PasswordsController = () => import('#app/identity/http/portal/passwords_controller')
const ProfilesController = () => import('#app/identity/http/portal/profiles_controller')
const SecurityController = () => import('#app/identity/http/portal/security_controller')
const ApiTokensController = () => import('#app/identity/http/portal/api_tokens_controller')

/** The same pages on both hosts where people sign in; the host decides whom they let in. */
for (const surface of ['account', 'admin'] as const) {
  const name = (route: string) => `${surface}.${route}`
  routesOf(surface, () => {
    router
      .group(() => {
        router.get('/sign-in', [SessionsController, 'create']).as(name('sessions.create'))
        router.post('/session', [SessionsController, 'store']).as(name('sessions.store'))
        router.delete('/session', [SessionsController, 'destroy']).as(name('sessions.destroy'))
        router
          .get('/forgot-password', [PasswordResetRequestsController, 'create'])
          .as(name('password_reset_requests.create'))
        router
          .post('/forgot-password', [PasswordResetRequestsController, 'store'])
          .as(name('password_reset_requests.store'))
        router
          .get('/reset-password/:token', [PasswordResetsController, 'edit'])
          .as(name('password_resets.edit'))
        router.put('/reset-password', [PasswordResetsController, 'update']).as(name('password_resets.update'))
      })
      .use(visitorPage())
    router
      .group(() => {
        router.get('/security', [SecurityController, 'show']).as(name('security.show'))
        router.put('/password', [PasswordsController, 'update']).as(name('passwords.update'))
        router.put('/profile', [ProfilesController, 'update']).as(name('profiles.update'))
        router.delete('/sessions/:id', [SessionsController, 'destroy']).as(name('other_sessions.destroy'))
        router.get('/api-tokens', [ApiTokensController, 'index']).as(name('api_tokens.index'))
        router.post('/api-tokens', [ApiTokensController, 'store']).as(name('api_tokens.store'))
        router.delete('/api-tokens/:id', [ApiTokensController, 'destroy']).as(name('api_tokens.destroy'))
      })
      .use(signedInPage())
  })
}
