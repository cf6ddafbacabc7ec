import router from '@adonisjs/core/services/router'
import { openLinks } from '#app/identity/http/open_links'
import { inEachLanguage, routesOf } from '#app/shared/http/surface_routes'
import { enrollingPage, provenPage, signedInPage, visitorPage } from '#start/page_middleware'

const EmailChangesController = () => import('#app/identity/http/portal/email_changes_controller')
const EmailLinksController = () => import('#app/identity/http/portal/email_links_controller')
const EmailVerificationsController = () => import('#app/identity/http/portal/email_verifications_controller')
const SessionsController = () => import('#app/identity/http/portal/sessions_controller')
const ImpersonationsController = () => import('#app/identity/http/portal/impersonations_controller')
const SignInResetsController = () => import('#app/identity/http/admin/sign_in_resets_controller')
const StaffImpersonationsController = () => import('#app/identity/http/admin/impersonations_controller')
const PasswordResetRequestsController = () =>
  import('#app/identity/http/portal/password_reset_requests_controller')
const PasswordResetsController = () => import('#app/identity/http/portal/password_resets_controller')
const PasswordsController = () => import('#app/identity/http/portal/passwords_controller')
const ProfilesController = () => import('#app/identity/http/portal/profiles_controller')
const SecurityController = () => import('#app/identity/http/portal/security_controller')
const StaffInvitationsController = () => import('#app/identity/http/admin/staff_invitations_controller')
const StaffMembersController = () => import('#app/identity/http/admin/staff_members_controller')
const StaffRolesController = () => import('#app/identity/http/admin/staff_roles_controller')
const SessionEndingsController = () => import('#app/identity/http/portal/session_endings_controller')
const SignInsController = () => import('#app/identity/http/portal/sign_ins_controller')
const SecurityOverviewsController = () => import('#app/identity/http/admin/security_overviews_controller')
const StaffEntrancesController = () => import('#app/identity/http/admin/staff_entrances_controller')
const SignInLinksController = () => import('#app/identity/http/portal/sign_in_links_controller')
const SecondFactorsController = () => import('#app/identity/http/portal/second_factors_controller')
const PasskeyQuestionsController = () => import('#app/identity/http/portal/passkey_questions_controller')
const PasskeyProofsController = () => import('#app/identity/http/portal/passkey_proofs_controller')
const ConfirmationsController = () => import('#app/identity/http/portal/confirmations_controller')
const RecoveryCodesController = () => import('#app/identity/http/portal/recovery_codes_controller')
const TrustedBrowsersController = () => import('#app/identity/http/portal/trusted_browsers_controller')
const TotpController = () => import('#app/identity/http/portal/totp_controller')
const PasskeysController = () => import('#app/identity/http/portal/passkeys_controller')
const ApiTokenRotationsController = () => import('#app/identity/http/portal/api_token_rotations_controller')
const ProviderSignInsController = () => import('#app/identity/http/portal/provider_sign_ins_controller')
const LinkedSignInsController = () => import('#app/identity/http/portal/linked_sign_ins_controller')
const ProviderPagesController = () => import('#app/identity/http/admin/sign_in_provider_pages_controller')
const ProviderSignOutsController = () => import('#app/identity/http/portal/provider_sign_outs_controller')
const ProvidersController = () => import('#app/identity/http/api/sign_in_providers_controller')
const ApiTokensController = () => import('#app/identity/http/portal/api_tokens_controller')

/** The same pages on both hosts where people sign in; the host decides whom they let in. */
for (const surface of ['account', 'admin'] as const) {
  const name = (route: string) => `${surface}.${route}`
  routesOf(surface, () => {
    router
      .group(() => {
        router.get('/sign-in', [SessionsController, 'create']).as(name('sessions.create'))
        router.post('/session', [SessionsController, 'store']).as(name('sessions.store'))
        router
          .get('/sign-in/second-factor', [SecondFactorsController, 'create'])
          .as(name('second_factors.create'))
        router
          .post('/sign-in/second-factor', [SecondFactorsController, 'store'])
          .as(name('second_factors.store'))
        router
          .post('/passkey-question', [PasskeyQuestionsController, 'store'])
          .as(name('passkey_questions.store'))
        router.post('/passkey-proof', [PasskeyProofsController, 'store']).as(name('passkey_proofs.store'))
        router.delete('/session', [SessionsController, 'destroy']).as(name('sessions.destroy'))
        router
          .get('/forgot-password', [PasswordResetRequestsController, 'create'])
          .as(name('password_reset_requests.create'))
        router
          .post('/forgot-password', [PasswordResetRequestsController, 'store'])
          .as(name('password_reset_requests.store'))
        router
          .get('/reset-password/:link', [PasswordResetsController, 'edit'])
          .as(name('password_resets.edit'))
        router.put('/reset-password', [PasswordResetsController, 'update']).as(name('password_resets.update'))
        router.get('/email-links/:link', [EmailLinksController, 'show']).as(name('email_links.show'))
        router.post('/email-links', [EmailLinksController, 'store']).as(name('email_links.store'))
      })
      .use(visitorPage())
    openLinks(surface)
    router
      .group(() => {
        router.get('/security', [SecurityController, 'show']).as(name('security.show'))
        router.put('/password', [PasswordsController, 'update']).as(name('passwords.update'))
        router.put('/profile', [ProfilesController, 'update']).as(name('profiles.update'))
        router.delete('/sessions/:id', [SessionsController, 'destroy']).as(name('other_sessions.destroy'))
        router
          .post('/email-verifications', [EmailVerificationsController, 'store'])
          .as(name('email_verifications.store'))
        router.delete('/email-changes', [EmailChangesController, 'destroy']).as(name('email_changes.destroy'))
        router.get('/sign-ins', [SignInsController, 'index']).as(name('sign_ins.index'))
        router.post('/session-endings', [SessionEndingsController, 'store']).as(name('session_endings.store'))
        router.get('/api-tokens', [ApiTokensController, 'index']).as(name('api_tokens.index'))
        router.get('/confirm', [ConfirmationsController, 'create']).as(name('confirmations.create'))
        router.post('/confirm', [ConfirmationsController, 'store']).as(name('confirmations.store'))
        router.get('/recovery-codes', [RecoveryCodesController, 'show']).as(name('recovery_codes.show'))
        router
          .delete('/trusted-browsers/:id', [TrustedBrowsersController, 'destroy'])
          .as(name('trusted_browsers.destroy'))
        router.delete('/api-tokens/:id', [ApiTokensController, 'destroy']).as(name('api_tokens.destroy'))
      })
      .use(signedInPage())
    router
      .group(() => {
        router.post('/totp', [TotpController, 'store']).as(name('totp.store'))
        router.put('/totp', [TotpController, 'update']).as(name('totp.update'))
        router.post('/passkeys/question', [PasskeysController, 'create']).as(name('passkeys.create'))
        router.post('/passkeys', [PasskeysController, 'store']).as(name('passkeys.store'))
      })
      .use(enrollingPage())
    router
      .group(() => {
        router.post('/email-changes', [EmailChangesController, 'store']).as(name('email_changes.store'))
        router.delete('/totp', [TotpController, 'destroy']).as(name('totp.destroy'))
        router.delete('/passkeys/:id', [PasskeysController, 'destroy']).as(name('passkeys.destroy'))
        router.post('/recovery-codes', [RecoveryCodesController, 'store']).as(name('recovery_codes.store'))
        router.post('/api-tokens', [ApiTokensController, 'store']).as(name('api_tokens.store'))
        router
          .post('/api-tokens/:id/rotations', [ApiTokenRotationsController, 'store'])
          .as(name('api_token_rotations.store'))
      })
      .use(provenPage())
  })
}

routesOf('storefront', () => {
  inEachLanguage((prefix, name) => openLinks(name, prefix))
})

routesOf('account', () => {
  router
    .get('/sign-in-link', [SignInLinksController, 'create'])
    .as('account.sign_in_links.create')
    .use(visitorPage())
  router
    .post('/sign-in-link', [SignInLinksController, 'store'])
    .as('account.sign_in_links.store')
    .use(visitorPage())
})

routesOf('admin', () => {
  router
    .get('/security-overview', [SecurityOverviewsController, 'show'])
    .as('admin.security_overview.show')
    .use(signedInPage('staff:settings:write'))
  router
    .get('/staff-roles', [StaffRolesController, 'index'])
    .as('admin.staff_roles.index')
    .use(signedInPage('staff:settings:write'))
  router
    .post('/users/:id/sign-in-resets', [SignInResetsController, 'store'])
    .as('admin.sign_in_resets.store')
    .use(provenPage('staff:customers:impersonate'))
  router
    .post('/impersonations', [StaffImpersonationsController, 'store'])
    .as('admin.impersonations.store')
    .use(provenPage('staff:customers:impersonate'))
  router
    .group(() => {
      router
        .post('/staff/invitations', [StaffInvitationsController, 'store'])
        .as('admin.staff_invitations.store')
      router
        .delete('/staff/invitations/:id', [StaffInvitationsController, 'destroy'])
        .as('admin.staff_invitations.destroy')
      router.put('/sign-in-rules', [SecurityOverviewsController, 'update']).as('admin.sign_in_rules.update')
      router.put('/staff-entrance', [StaffEntrancesController, 'update']).as('admin.staff_entrance.update')
      router.put('/staff/:id', [StaffMembersController, 'update']).as('admin.staff_members.update')
      router.delete('/staff/:id', [StaffMembersController, 'destroy']).as('admin.staff_members.destroy')
      router.put('/staff-roles/:name', [StaffRolesController, 'update']).as('admin.staff_roles.update')
      router.delete('/staff-roles/:name', [StaffRolesController, 'destroy']).as('admin.staff_roles.destroy')
    })
    .use(provenPage('staff:settings:write'))
})

routesOf('account', () => {
  router
    .get('/impersonation/:link', [ImpersonationsController, 'show'])
    .as('impersonations.show')
    .use(visitorPage())
  router
    .delete('/impersonation', [ImpersonationsController, 'destroy'])
    .as('impersonations.destroy')
    .use(visitorPage())
})

routesOf('account', () => {
  // Of a program: no session, no page; what it says is signed.
  router
    .post('/sign-in/with/:id/signed-out', [ProviderSignOutsController, 'store'])
    .as('provider_sign_outs.store')
  router
    .group(() => {
      router.get('/sign-in/with/:id', [ProviderSignInsController, 'create']).as('provider_sign_ins.create')
      router.get('/sign-in/with/:id/back', [ProviderSignInsController, 'show']).as('provider_sign_ins.show')
    })
    .use(visitorPage())
  router
    .group(() => {
      router.post('/linked-sign-ins/:id', [LinkedSignInsController, 'store']).as('own_linked_sign_ins.store')
      router
        .delete('/linked-sign-ins/:id', [LinkedSignInsController, 'destroy'])
        .as('own_linked_sign_ins.destroy')
    })
    .use(provenPage())
})

/** Changes are sent to the API's own controller, with the session instead of a token. */
routesOf('admin', () => {
  router
    .get('/sign-in-providers', [ProviderPagesController, 'index'])
    .as('admin.sign_in_providers.index')
    .use(signedInPage('staff:settings:write'))
  router
    .group(() => {
      router.post('/sign-in-providers', [ProvidersController, 'store']).as('admin.sign_in_providers.store')
      router
        .put('/sign-in-providers/:id', [ProvidersController, 'update'])
        .as('admin.sign_in_providers.update')
      router
        .delete('/sign-in-providers/:id', [ProvidersController, 'destroy'])
        .as('admin.sign_in_providers.destroy')
      router
        .post('/sign-in-providers/:id/tests', [ProvidersController, 'test'])
        .as('admin.sign_in_providers.test')
    })
    .use(provenPage('staff:settings:write'))
})
