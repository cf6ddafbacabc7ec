import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const TaxSettings = () => import('#app/billing/http/admin/tax_settings_controller')
const TaxRates = () => import('#app/billing/http/admin/tax_rates_controller')
const TaxRateEndings = () => import('#app/billing/http/admin/tax_rate_endings_controller')
const StandardTaxRates = () => import('#app/billing/http/admin/standard_tax_rates_controller')
const TaxRegistrations = () => import('#app/billing/http/admin/tax_registrations_controller')
const TaxRegistrationEndings = () => import('#app/billing/http/admin/tax_registration_endings_controller')
const TaxIdChecks = () => import('#app/billing/http/admin/tax_id_checks_controller')
const TaxIdConfirmations = () => import('#app/billing/http/admin/tax_id_confirmations_controller')
const TaxPlaces = () => import('#app/billing/http/admin/tax_places_controller')
const TaxCertificates = () => import('#app/billing/http/admin/tax_certificates_controller')
const TaxExemptions = () => import('#app/billing/http/admin/tax_exemptions_controller')
const TaxExemptionEndings = () => import('#app/billing/http/admin/tax_exemption_endings_controller')

routesOf('admin', () => {
  router.get('/taxes', [TaxSettings, 'show']).as('admin.taxes.show')
  router.get('/taxes/certificates', [TaxCertificates, 'index']).as('admin.tax_certificates.index')
  router.get('/tax-certificates/:id/file', [TaxCertificates, 'file']).as('admin.tax_certificates.file')
  router.get('/taxes/places', [TaxPlaces, 'index']).as('admin.tax_places.index')
}).use(signedInPage('staff:billing:read'))

routesOf('admin', () => {
  router.put('/taxes', [TaxSettings, 'update']).as('admin.taxes.update')
  router.post('/taxes/rates', [TaxRates, 'store']).as('admin.tax_rates.store')
  router.post('/taxes/rates/:id/ending', [TaxRateEndings, 'store']).as('admin.tax_rate_endings.store')
  router.post('/taxes/standard-rates', [StandardTaxRates, 'store']).as('admin.standard_tax_rates.store')
  router.post('/taxes/registrations', [TaxRegistrations, 'store']).as('admin.tax_registrations.store')
  router
    .post('/taxes/registrations/:id/ending', [TaxRegistrationEndings, 'store'])
    .as('admin.tax_registration_endings.store')
}).use(signedInPage('staff:settings:write'))

routesOf('admin', () => {
  router.post('/customers/:id/tax-id-check', [TaxIdChecks, 'store']).as('admin.tax_id_checks.store')
  router
    .post('/customers/:id/tax-id-confirmation', [TaxIdConfirmations, 'store'])
    .as('admin.tax_id_confirmations.store')
  router.post('/customers/:id/tax-place-review', [TaxPlaces, 'store']).as('admin.tax_place_reviews.store')
  router
    .post('/customers/:id/tax-certificates', [TaxCertificates, 'store'])
    .as('admin.tax_certificates.store')
  router
    .post('/tax-certificates/:id/acceptance', [TaxCertificates, 'accept'])
    .as('admin.tax_certificates.accept')
  router
    .post('/tax-certificates/:id/refusal', [TaxCertificates, 'refuse'])
    .as('admin.tax_certificates.refuse')
  router.post('/customers/:id/tax-exemptions', [TaxExemptions, 'store']).as('admin.tax_exemptions.store')
  router
    .post('/tax-exemptions/:id/ending', [TaxExemptionEndings, 'store'])
    .as('admin.tax_exemption_endings.store')
}).use(signedInPage('staff:customers:write'))
