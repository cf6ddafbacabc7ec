/** The door of privacy: consents, copies of data, erasure. */
export { privacySweeps } from '#app/privacy/jobs/sweeps'
