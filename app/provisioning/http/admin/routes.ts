import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { chargedPage, provenPage, signedInPage } from '#start/page_middleware'

const Adoptions = () => import('#app/provisioning/http/api/adoptions_controller')
const Belongings = () => import('#app/provisioning/http/api/service_belongings_controller')
const DriftPages = () => import('#app/provisioning/http/admin/drift_pages_controller')
const Drifts = () => import('#app/provisioning/http/api/drifts_controller')
const Settlements = () => import('#app/provisioning/http/api/drift_settlements_controller')
const ApprovalPages = () => import('#app/provisioning/http/admin/approval_pages_controller')
const AddressImports = () => import('#app/provisioning/http/api/address_imports_controller')
const BatchPages = () => import('#app/provisioning/http/admin/batch_pages_controller')
const Batches = () => import('#app/provisioning/http/api/service_batches_controller')
const Costs = () => import('#app/provisioning/http/api/upstream_costs_controller')
const MarginPages = () => import('#app/provisioning/http/admin/margin_pages_controller')
const Moves = () => import('#app/provisioning/http/api/service_moves_controller')
const OperationCancellations = () => import('#app/provisioning/http/admin/operation_cancellations_controller')
const OperationRetries = () => import('#app/provisioning/http/admin/operation_retries_controller')
const Access = () => import('#app/provisioning/http/api/service_access_controller')
const PanelChecks = () => import('#app/provisioning/http/admin/panel_checks_controller')
const Panels = () => import('#app/provisioning/http/api/panels_controller')
const PanelSettings = () => import('#app/provisioning/http/api/panel_settings_controller')
const PasswordResets = () => import('#app/provisioning/http/admin/password_resets_controller')
const PowerChanges = () => import('#app/provisioning/http/admin/power_changes_controller')
const ServiceChanges = () => import('#app/provisioning/http/admin/service_changes_controller')
const ChangesApi = () => import('#app/provisioning/http/api/service_changes_controller')
const ServiceHolds = () => import('#app/provisioning/http/admin/service_holds_controller')

routesOf('admin', () => {
  router.post('/services/:id/power-changes', [PowerChanges, 'store']).as('admin.power_changes.store')
  router.post('/services/:id/password-resets', [PasswordResets, 'store']).as('admin.password_resets.store')
  router.get('/services/:id/change', [ServiceChanges, 'create']).as('admin.service_changes.create')
  router.post('/services/:id/change-previews', [ChangesApi, 'preview']).as('admin.change_previews.store')
  router.delete('/services/:id/changes/open', [ServiceChanges, 'destroy']).as('admin.service_changes.destroy')
  router.post('/services/:id/holds', [ServiceHolds, 'store']).as('admin.service_holds.store')
  router.delete('/services/:id/holds/:hold', [ServiceHolds, 'destroy']).as('admin.service_holds.destroy')
  router.post('/services/:id/moves', [Moves, 'store']).as('admin.service_moves.store')
  router.post('/services/:id/traffic-blocks', [Belongings, 'addTraffic']).as('admin.traffic_blocks.store')
  // Read by the page's script, so that a slow panel never holds the page up.
  router.get('/services/:id/hardware', [Belongings, 'hardware']).as('admin.hardware.show')
  router.put('/services/:id/ports/:port', [Belongings, 'switchPort']).as('admin.ports.update')
  router.post('/service-batches/previews', [Batches, 'preview']).as('admin.batch_previews.store')
  router.post('/service-batches', [Batches, 'store']).as('admin.batches.store')
  router.post('/service-batches/:id/repeats', [Batches, 'repeat']).as('admin.batch_repeats.store')
  router.post('/service-batches/:id/stops', [Batches, 'stop']).as('admin.batch_stops.store')
}).use(signedInPage('staff:services:write'))

routesOf('admin', () => {
  router.post('/services/:id/changes', [ServiceChanges, 'store']).as('admin.service_changes.store')
}).use(chargedPage('staff:services:write', 'staff:billing:write'))

routesOf('admin', () => {
  router.get('/service-batches', [BatchPages, 'index']).as('admin.batches.index')
}).use(signedInPage('staff:services:read'))

routesOf('admin', () => {
  router.post('/operations/:id/retries', [OperationRetries, 'store']).as('admin.operation_retries.store')
  router
    .post('/operations/:id/cancellation', [OperationCancellations, 'store'])
    .as('admin.operation_cancellations.store')
  router.post('/panels/:id/address-imports', [AddressImports, 'store']).as('admin.address_imports.store')
  router.post('/panels/:id/checks', [PanelChecks, 'store']).as('admin.panel_checks.store')
}).use(signedInPage('staff:operations:write'))

/** Secrets have a right of their own, and each look is written down. */
routesOf('admin', () => {
  router.post('/services/:id/credentials', [Access, 'credentials']).as('admin.credentials.store')
}).use(provenPage('staff:services:secrets'))

/** The screen sends what the API takes, to the same controller. */
routesOf('admin', () => {
  router.post('/panels', [Panels, 'store']).as('admin.panels.store')
  router.post('/panel-tests', [Panels, 'try']).as('admin.panel_tests.store')
  router.patch('/panels/:id', [Panels, 'update']).as('admin.panels.update')
  router.put('/panel-settings', [PanelSettings, 'update']).as('admin.panel_settings.update')
}).use(provenPage('staff:settings:write'))

routesOf('admin', () => {
  router.get('/address-imports', [AddressImports, 'index']).as('admin.address_imports.index')
  // Read by the page's script, so that a slow panel never holds the page up.
  router.get('/panels/:id/offers', [Panels, 'offers']).as('admin.panel_offers.show')
  router.get('/panels/:id/room', [Panels, 'room']).as('admin.panel_room.show')
  router.get('/drift', [DriftPages, 'index']).as('admin.drift.index')
}).use(signedInPage('staff:operations:read'))

routesOf('admin', () => {
  router.post('/panels/:id/comparisons', [Drifts, 'begin']).as('admin.panel_comparisons.store')
  router.post('/drifts/previews', [Settlements, 'preview']).as('admin.drift_previews.store')
  router.post('/drifts/repairs', [Settlements, 'repair']).as('admin.drift_repairs.store')
  router.post('/drifts/dismissals', [Settlements, 'ignore']).as('admin.drift_dismissals.store')
}).use(signedInPage('staff:operations:write'))

routesOf('admin', () => {
  router.post('/drifts/:id/adoption', [Adoptions, 'store']).as('admin.drift_adoptions.store')
}).use(signedInPage('staff:billing:write'))

routesOf('admin', () => {
  router.get('/approvals', [ApprovalPages, 'index']).as('admin.approvals.index')
}).use(signedInPage('staff:operations:read'))

routesOf('admin', () => {
  router.post('/operations/:id/approval', [ApprovalPages, 'store']).as('admin.approvals.store')
}).use(signedInPage('staff:operations:write'))

routesOf('admin', () => {
  router.get('/margins', [MarginPages, 'index']).as('admin.margins.index')
  router.get('/margins.csv', [MarginPages, 'export']).as('admin.margins.export')
}).use(signedInPage('staff:billing:read'))

routesOf('admin', () => {
  router.post('/upstream-costs', [Costs, 'store']).as('admin.upstream_costs.store')
  router.patch('/upstream-costs/:id', [Costs, 'update']).as('admin.upstream_costs.update')
  router.delete('/upstream-costs/:id', [Costs, 'destroy']).as('admin.upstream_costs.destroy')
}).use(signedInPage('staff:billing:write'))
