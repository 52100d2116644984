/** A drawing of a house at a lake, marked as a drill; for trying out how pictures are shown. */
export const drillScene = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320">
<rect width="480" height="200" fill="#9fd0f0"/><circle cx="395" cy="62" r="34" fill="#f6c945"/>
<path d="M0 200 110 90l80 80 70-60 220 90z" fill="#5d8a5a"/><rect y="200" width="480" height="120" fill="#3f7fae"/>
<path d="M150 200v-62l48-38 48 38v62z" fill="#e8dcc4"/><path d="M140 142l58-48 58 48-8 8-50-40-50 40z" fill="#a33c2e"/>
<rect x="186" y="160" width="24" height="40" fill="#6b4a2f"/><path d="M330 236h70l-14 20h-42z" fill="#a33c2e"/>
<path d="M362 236v-58l32 50z" fill="#fff"/><text x="240" y="300" font-family="sans-serif" font-size="34" font-weight="700"
text-anchor="middle" fill="#fff">DRILL</text></svg>`;
