/** Version that the User-Agent names where the caller gives none: that of package.json. */
export const PACKAGE_VERSION = "0.1.0";
