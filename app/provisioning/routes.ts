import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { chargedPage, provenPage, signedInPage } from '#start/page_middleware'

const Services = () => import('#app/provisioning/http/portal/services_controller')
const Operations = () => import('#app/provisioning/http/portal/service_operations_controller')
const Changes = () => import('#app/provisioning/http/portal/service_changes_controller')
const ChangesApi = () => import('#app/provisioning/http/api/service_changes_controller')
const Startup = () => import('#app/provisioning/http/api/service_startup_controller')
const Sessions = () => import('#app/provisioning/http/api/service_sessions_controller')
const Belongings = () => import('#app/provisioning/http/api/service_belongings_controller')
const Backups = () => import('#app/provisioning/http/api/service_backups_controller')
const Databases = () => import('#app/provisioning/http/api/service_databases_controller')
const ReverseNames = () => import('#app/provisioning/http/api/reverse_names_controller')
const Access = () => import('#app/provisioning/http/api/service_access_controller')

const Stock = () => import('#app/provisioning/http/api/machine_stock_controller')

routesOf('storefront', () => {
  // Asked for by the page's script: the page itself is the same for everybody and kept ready.
  router.get('/machine-stock/:id', [Stock, 'index']).as('shop.machine_stock')
})

routesOf('account', () => {
  // For whoever says which services a member of the team sees.
  router
    .get('/service-choices', [Services, 'choices'])
    .as('own_services.choices')
    .use(signedInPage('team:write'))
  router
    .group(() => {
      router.get('/services', [Services, 'index']).as('own_services.index')
      router.get('/services/:id', [Services, 'show']).as('own_services.show')
      router.get('/services/:id/startup', [Startup, 'show']).as('own_startup.show')
      router.get('/services/:id/sessions', [Sessions, 'overview']).as('own_sessions.index')
      // Read from the panel by the page's script, so that a slow panel never holds the page up.
      router.get('/services/:id/domains', [Belongings, 'domains']).as('own_domains.index')
      router.get('/services/:id/usage', [Belongings, 'usage']).as('own_usage.index')
      router.get('/services/:id/hardware', [Belongings, 'hardware']).as('own_hardware.show')
      router.get('/services/:id/traffic-graph', [Belongings, 'traffic']).as('own_traffic_graph.show')
      router.get('/services/:id/backups', [Backups, 'index']).as('own_backups.index')
      router.get('/services/:id/databases', [Databases, 'index']).as('own_databases.index')
      router.get('/services/:id/schedules', [Databases, 'schedules']).as('own_schedules.index')
    })
    .use(signedInPage('services:read'))
  router
    .group(() => {
      router.post('/services/:id/power-changes', [Operations, 'power']).as('own_power_changes.store')
      // The page's script asks for these and keeps them out of the page and its history: the API's own answers.
      router.post('/services/:id/consoles', [Access, 'console']).as('own_consoles.store')
      router.post('/services/:id/sessions', [Sessions, 'store']).as('own_sessions.store')
      router.post('/services/:id/sessions/:session/openings', [Sessions, 'open']).as('own_sessions.open')
      router.post('/services/:id/sessions/:session/endings', [Sessions, 'end']).as('own_sessions.end')
      router.post('/services/:id/panel-sign-ins', [Access, 'signIn']).as('own_panel_sign_ins.store')
    })
    .use(signedInPage('services:power'))
  router
    .group(() => {
      router.put('/services/:id', [Services, 'update']).as('own_services.update')
      router.get('/services/:id/change', [Changes, 'create']).as('own_changes.create')
      router.post('/services/:id/change-previews', [ChangesApi, 'preview']).as('own_change_previews.store')
      router.delete('/services/:id/changes/open', [Changes, 'destroy']).as('own_changes.destroy')
      router.post('/services/:id/rebuilds', [Operations, 'rebuild']).as('own_rebuilds.store')
      router.post('/services/:id/domains', [Belongings, 'addDomain']).as('own_domains.store')
      router.delete('/services/:id/domains/:domain', [Belongings, 'removeDomain']).as('own_domains.destroy')
      router.post('/services/:id/backups', [Backups, 'store']).as('own_backups.store')
      router
        .post('/services/:id/backups/:backup/restorations', [Backups, 'restore'])
        .as('own_backup_restorations.store')
      router.delete('/services/:id/backups/:backup', [Backups, 'destroy']).as('own_backups.destroy')
      router
        .put('/services/:id/addresses/:address/reverse-name', [ReverseNames, 'update'])
        .as('own_reverse_names.update')
      router.post('/services/:id/databases', [Databases, 'store']).as('own_databases.store')
      router.delete('/services/:id/databases/:database', [Databases, 'destroy']).as('own_databases.destroy')
      router.get('/services/:id/templates', [Access, 'templates']).as('own_templates.index')
      router.post('/services/:id/startup', [Startup, 'update']).as('own_startup.update')
    })
    .use(signedInPage('services:write'))
  router
    .post('/services/:id/changes', [Changes, 'store'])
    .as('own_changes.store')
    .use(chargedPage('services:write', 'billing:pay'))
  router
    .group(() => {
      router.post('/services/:id/credentials', [Access, 'credentials']).as('own_credentials.store')
      router
        .post('/services/:id/password-resets', [Operations, 'passwordReset'])
        .as('own_server_passwords.store')
      router
        .post('/services/:id/databases/:database/password-reset', [Databases, 'resetPassword'])
        .as('own_database_passwords.store')
    })
    .use(provenPage('services:write'))
})
