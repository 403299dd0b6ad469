/** The version of this package, which is also how two copies of it on one page know each other. */
export const VERSION = '0.1.0';
