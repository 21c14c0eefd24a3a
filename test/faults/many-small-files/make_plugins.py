"""20,000 files of a few bytes, in 200 folders."""

import os

for folder in range(200):
    path = f"/tmp/plugins/{folder:03}"
    os.makedirs(path, exist_ok=True)
    for file in range(100):
        with open(f"{path}/{file:03}.conf", "w", encoding="ascii") as plugin:
            plugin.write(f"name = plugin-{folder}-{file}\n")
