import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'
import edge from 'edge.js'
import { matchBySurface } from '#app/shared/http/surface_routes'
import { pageRoot } from '#app/shared/http/page_root'
import { accentStyle } from '#app/shared/http/accent'
import { contributePageProps } from '#app/shared/http/shared_page_props'
import { tenancyPageProps } from '#app/tenancy/http/page_props'
import { guardConnectionsWith } from '#app/shared/realtime/upgrades'
import { mayConnect } from '#app/identity/index'
import { nameTeamsWith } from '#app/identity/http/oauth/team_claims'
import { nameTeams } from '#app/customers/http/name_teams'
import { customerPageProps } from '#app/customers/http/page_props'

edge.global('accentStyle', accentStyle)
edge.global('pageRoot', pageRoot)
contributePageProps(tenancyPageProps)
contributePageProps(customerPageProps)
nameTeamsWith(nameTeams)
guardConnectionsWith(mayConnect)

server.errorHandler(() => import('#app/shared/http/exception_handler'))

matchBySurface()

server.use([
  () => import('#app/shared/http/middleware/foreign_form_middleware'),
  () => import('#app/shared/http/middleware/tenant_middleware'),
  () => import('#app/identity/http/middleware/staff_gate_middleware'),
  () => import('#app/shared/http/middleware/server_bundle_middleware'),
  () => import('#app/shared/http/middleware/public_file_middleware'),
  () => import('@adonisjs/vite/vite_middleware'),
])

router.use([
  () => import('#app/shared/http/middleware/api_limit_middleware'),
  () => import('@adonisjs/core/bodyparser_middleware'),
  () => import('#app/shared/http/middleware/typed_password_middleware'),
  () => import('#app/shared/http/middleware/locale_middleware'),
  () => import('#app/shared/http/middleware/storable_text_middleware'),
  () => import('#app/shared/http/middleware/dear_page_middleware'),
])

/** Sessions are dear: only pages have them, never the API, health checks, webhooks or cached public pages. */
export const middleware = router.named({
  session: () => import('#app/identity/http/middleware/session_middleware'),
  /** Who is signed in: `ctx.caller`, `ctx.user`. */
  caller: () => import('#app/identity/http/middleware/caller_middleware'),
  signedIn: () => import('#app/identity/http/middleware/signed_in_middleware'),
  /** Proved who they are a short while ago: before what moves money, ownership or secrets. */
  freshProof: () => import('#app/identity/http/middleware/fresh_proof_middleware'),
  shield: () => import('@adonisjs/shield/shield_middleware'),
  inertia: () => import('#app/shared/http/middleware/inertia_middleware'),
  /** Refuses what is not done in somebody's name. */
  inName: () => import('#app/identity/http/middleware/in_name_middleware'),
  /** Headers of pages that have no session; stands in for session and shield there. */
  publicPage: () => import('#app/shared/http/middleware/public_page_middleware'),
})
