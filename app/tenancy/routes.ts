import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const FaviconsController = () => import('#app/tenancy/http/favicons_controller')
const SecurityTexts = () => import('#app/tenancy/http/security_texts_controller')
const BankAccounts = () => import('#app/tenancy/http/api/bank_accounts_controller')
const CompanyController = () => import('#app/tenancy/http/admin/company_controller')

router.get('/.well-known/security.txt', [SecurityTexts, 'show']).as('security_text.show')
router.get('/favicon.svg', [FaviconsController, 'show']).as('favicon.show')

routesOf('admin', () => {
  router.get('/company', [CompanyController, 'show']).as('admin.company.show')
  router.put('/company', [CompanyController, 'update']).as('admin.company.update')
}).use(signedInPage('staff:settings:write'))

/** Where customers are told to send their money. */
routesOf('admin', () => {
  router.post('/bank-accounts', [BankAccounts, 'store']).as('admin.bank_accounts.store')
  router.put('/bank-accounts/:id', [BankAccounts, 'update']).as('admin.bank_accounts.update')
  router.delete('/bank-accounts/:id', [BankAccounts, 'destroy']).as('admin.bank_accounts.destroy')
}).use(provenPage('staff:settings:write'))
