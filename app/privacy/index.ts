/** The door of privacy: consents, copies of data, erasure. */
export { findPrivacy } from '#app/privacy/queries/find_privacy'
export { showPrivacyToStaff } from '#app/privacy/http/transformers/privacy_transformers'
export { privacySweeps } from '#app/privacy/jobs/sweeps'
