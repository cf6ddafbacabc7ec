import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage, visitorPage } from '#start/page_middleware'

const SignUpsController = () => import('#app/customers/http/portal/sign_ups_controller')
const AskedSignUpsController = () => import('#app/customers/http/portal/asked_sign_ups_controller')
const InvitationsController = () => import('#app/customers/http/portal/invitations_controller')
const TeamsController = () => import('#app/customers/http/portal/teams_controller')
const TeamInvitationsController = () => import('#app/customers/http/portal/team_invitations_controller')
const TeamMembersController = () => import('#app/customers/http/portal/team_members_controller')
const CurrentCustomersController = () => import('#app/customers/http/portal/current_customers_controller')
const SshKeysController = () => import('#app/customers/http/portal/ssh_keys_controller')
const SshKeysApi = () => import('#app/customers/http/api/ssh_keys_controller')
const ProfilesController = () => import('#app/customers/http/portal/profiles_controller')

/** Invitations are answered on the host they are for: a customer's, or the staff's. */
for (const surface of ['account', 'admin'] as const) {
  routesOf(surface, () => {
    router
      .get('/invitations/:link', [InvitationsController, 'show'])
      .as(`${surface}.invitations.show`)
      .use(visitorPage())
    router
      .post('/invitations', [InvitationsController, 'store'])
      .as(`${surface}.invitations.store`)
      .use(visitorPage())
  })
}

routesOf('account', () => {
  router.get('/team', [TeamsController, 'show']).as('own_team.show').use(signedInPage('account:read'))
  router
    .put('/current-customer', [CurrentCustomersController, 'update'])
    .as('current_customer.update')
    .use(signedInPage())
  router
    .group(() => {
      router.post('/team/invitations', [TeamInvitationsController, 'store']).as('team_invitations.store')
      router.put('/team/members/:id', [TeamMembersController, 'update']).as('team_members.update')
      router.post('/team/ownership', [TeamMembersController, 'store']).as('team_ownership.store')
    })
    .use(provenPage('team:write'))
  router
    .delete('/team/invitations/:id', [TeamInvitationsController, 'destroy'])
    .as('team_invitations.destroy')
    .use(signedInPage('team:write'))
  // Whoever may not manage the team may still leave it: the action decides.
  router
    .delete('/team/members/:id', [TeamMembersController, 'destroy'])
    .as('team_members.destroy')
    .use(provenPage())
  router.get('/sign-up', [SignUpsController, 'create']).as('sign_ups.create').use(visitorPage())
  router.get('/sign-ups/:link', [AskedSignUpsController, 'show']).as('asked_sign_ups.show').use(visitorPage())
  router.post('/sign-ups', [AskedSignUpsController, 'store']).as('asked_sign_ups.store').use(visitorPage())
  router.post('/sign-up', [SignUpsController, 'store']).as('sign_ups.store').use(visitorPage())
  router
    .get('/ssh-keys', [SshKeysController, 'show'])
    .as('own_ssh_keys.show')
    .use(signedInPage('services:read'))
  router
    .get('/ssh-keys/choices', [SshKeysApi, 'index'])
    .as('own_ssh_keys.index')
    .use(signedInPage('services:read'))
  router.post('/ssh-keys', [SshKeysApi, 'store']).as('own_ssh_keys.store').use(signedInPage('services:write'))
  router
    .delete('/ssh-keys/:id', [SshKeysApi, 'destroy'])
    .as('own_ssh_keys.destroy')
    .use(signedInPage('services:write'))
  router.get('/profile', [ProfilesController, 'show']).as('profiles.show').use(signedInPage())
  router
    .put('/customer', [ProfilesController, 'update'])
    .as('own_customer.update')
    .use(signedInPage('account:write'))
})
