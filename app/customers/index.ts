/** The door of customers: who is billed, their details and staff's notes about them. */
export { SignUp, type SignedUp, type SignUpError, type SignUpInput } from '#app/customers/actions/sign_up'
export { clearOldSignUps } from '#app/customers/actions/clear_old_sign_ups'
export { findAskedSignUpToMail, openAskedSignUp } from '#app/customers/queries/find_asked_sign_up'
export { EraseDetails } from '#app/customers/actions/erase_details'
export { FollowEmailChange } from '#app/customers/actions/follow_email_change'
export {
  UpdateCustomer,
  type CustomerChanges,
  type UpdateCustomerError,
} from '#app/customers/actions/update_customer'
export { countryOfVatNumber, isVatNumberOf, normaliseTaxId, vatPrefixOf } from '#app/customers/domain/tax_id'
export { findCustomer, findCustomers, findVisibleCustomer } from '#app/customers/queries/find_customer'
export { oldNotes } from '#app/customers/queries/old_notes'
export { clearRemovedNotes } from '#app/customers/actions/clear_removed_notes'
export { findMentionableStaff } from '#app/customers/queries/find_mentionable_staff'
export { listCustomerNotes } from '#app/customers/queries/list_customer_notes'
export { listCustomers } from '#app/customers/queries/list_customers'
export { takeNumber as takeCustomerNumber, type Customer } from '#app/customers/records/customers'
export {
  customerShape,
  showCustomer,
  showCustomerNote,
  showTeamMember,
} from '#app/customers/http/transformers/customer_transformers'
export {
  findCustomerGroup,
  findGroupOfCustomer,
  listCustomerGroups,
  listMembers,
  pageCustomerGroups,
} from '#app/customers/queries/list_customer_groups'
export type { CustomerGroup } from '#app/customers/records/customer_groups'
export { showCustomerGroup } from '#app/customers/http/transformers/group_transformers'
export { chooseSshKeys, listSshKeys } from '#app/customers/queries/list_ssh_keys'
export type { SshKey } from '#app/customers/records/ssh_keys'
export { chosenKeys } from '#app/customers/http/validators/ssh_key_validators'
