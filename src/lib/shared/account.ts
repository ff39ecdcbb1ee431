// Limits that the account forms tell the browser and the server holds to.
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;
