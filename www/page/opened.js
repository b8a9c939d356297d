// The one script that stands in index.html itself, which alone runs when the page was opened as a file: the build puts it
// there, and its hash into the policy.

const OPENED_AS_FILE =
    "This page was opened as a file, and browsers let its engine run only where it comes from a web server. Open bethscope.html in its place: it lies beside this file, has everything inside, and needs no server. Or put this folder on any static host; or serve it on this computer: run “python3 -m http.server” in it, and open http://localhost:8000/.";

if (location.protocol === "file:") {
    document.addEventListener("DOMContentLoaded", () => {
        const place = document.querySelector("#unstarted p");
        const name = document.getElementById("backend-name");
        if (place) place.textContent = OPENED_AS_FILE;
        if (name) name.textContent = "Not started";
    });
}
