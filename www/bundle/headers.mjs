// dist/_headers, for hosts that read such a file and send what it says (Netlify, Cloudflare Pages). What a policy in a page
// cannot do by itself: forbid frames around it, and bind the service worker too.

import { ship } from "./bundle.mjs";
import { policyOf, written } from "./policy.mjs";

/** What the page never asks for. */
const NEVER = [
    ...["accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "encrypted-media", "fullscreen"],
    ...["geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi"],
    ...["payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access"],
    ...["usb", "web-share", "xr-spatial-tracking"],
];

/** @param {string} page index.html */
export function headers(page) {
    const policy = policyOf(page);
    policy.set("frame-ancestors", "'none'");
    const all = [
        ["Permissions-Policy", NEVER.map((feature) => `${feature}=()`).join(", ")],
        ["Cross-Origin-Opener-Policy", "same-origin"],
        ["Cross-Origin-Resource-Policy", "same-origin"],
        // In a build that is not shipped no script says what must be in it.
        ...(ship ? [["Integrity-Policy", "blocked-destinations=(script)"]] : []),
        ["Referrer-Policy", "no-referrer"],
        ["X-Content-Type-Options", "nosniff"],
    ];
    /** @param {string} path @param {string[][]} lines */
    const section = (path, lines) => `${path}\n${lines.map(([name, value]) => `  ${name}: ${value}\n`).join("")}`;
    // Not of the single file, which brings a policy of its own: that lets in what is inside it, and nothing of the host's.
    const bound = ["/", "/index.html", "/offline.js"].map((path) =>
        section(path, [["Content-Security-Policy", written(policy)]]),
    );
    return section("/*", all) + bound.join("");
}
