package dev.postern.ear;

import dev.postern.ear.bean.TroubleBean;
import dev.postern.ear.caller.CallerBean;
import dev.postern.ear.crash.CrashBean;
import dev.postern.ear.letter.LetterBean;
import java.io.File;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives that this build has made, and one of a user. */
final class Archives {
    static final Path RAR = Path.of("../jca-adapter/rar/target/postern.rar");
    static final Path WAR = Path.of("../ejb/target/postern-gateway.war");
    static final Path EAR = Path.of("target/postern-gateway.ear");

    static final Path CALLERS = Path.of("target/callers.war");
    static final Path LETTERS = Path.of("target/letters.war");

    private Archives() {}

    static ResourceAdapterArchive adapter() {
        return ShrinkWrap.createFromZipFile(ResourceAdapterArchive.class, existing(RAR));
    }

    static EnterpriseArchive gateway() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, existing(EAR));
    }

    /** A user's application: a bean of its own, and the gateway's publisher with its libraries. */
    static WebArchive trouble() {
        WebArchive gateway = ShrinkWrap.createFromZipFile(WebArchive.class, existing(WAR));
        WebArchive trouble = ShrinkWrap.create(WebArchive.class, "trouble.war")
                .addPackage(TroubleBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(APPLICATION_EXCEPTION), "ejb-jar.xml")
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/jakarta.providers")
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/javamail.providers")
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(
                        new StringAsset(
                                wildflyBinding("TroubleBean", "SortingBean", "LeftBean", "RightBean", "PoolBean")),
                        "jboss-ejb3.xml");
        gateway.getContent(path -> path.get().startsWith("/WEB-INF/lib/")
                        || path.get().startsWith("/WEB-INF/classes/dev/postern/gateway/MailPublisher")
                        || path.get().startsWith("/WEB-INF/classes/dev/postern/gateway/PublisherSettings"))
                .forEach((path, node) -> {
                    if (node.getAsset() != null) {
                        trouble.add(node.getAsset(), path);
                    }
                });
        return trouble;
    }

    /** Another application of a user, whose bean tells who calls it. */
    static WebArchive callers() {
        return ShrinkWrap.create(WebArchive.class, CALLERS.getFileName().toString())
                .addPackage(CallerBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(new StringAsset(wildflyBinding("CallerBean")), "jboss-ejb3.xml")
                .addAsWebInfResource(new StringAsset(PAYARA_BINDING), "glassfish-ejb-jar.xml");
    }

    /** A third one, which passes mail on through two connection factories. */
    static WebArchive crash() {
        return ShrinkWrap.create(WebArchive.class, "crash.war")
                .addPackage(CrashBean.class.getPackage())
                .addAsWebInfResource(new StringAsset(WILDFLY_MODULES), "jboss-deployment-structure.xml")
                .addAsWebInfResource(new StringAsset(wildflyBinding("CrashBean")), "jboss-ejb3.xml");
    }

    /** A fourth one, which sends by the gateway's mail session: what it needs for that are files alone. */
    static WebArchive letters() {
        return ShrinkWrap.create(WebArchive.class, LETTERS.getFileName().toString())
                .addPackage(LetterBean.class.getPackage())
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/jakarta.providers")
                .addAsResource(new StringAsset(MAIL_PROVIDER), "META-INF/javamail.providers")
                .addAsWebInfResource(
                        new StringAsset(WILDFLY_MODULES.replace(
                                "deployment.postern.rar", "deployment.postern-gateway.ear.postern.rar")),
                        "jboss-deployment-structure.xml");
    }

    /** Writes them for servers that are told of a file. */
    static void exportApplications() {
        callers().as(ZipExporter.class).exportTo(CALLERS.toFile(), true);
        letters().as(ZipExporter.class).exportTo(LETTERS.toFile(), true);
    }

    private static String wildflyBinding(String... beans) {
        StringBuilder bindings = new StringBuilder();
        for (String bean : beans) {
            bindings.append(WILDFLY_BINDING_OF_A_BEAN.formatted(bean));
        }
        return WILDFLY_BINDING.formatted(bindings);
    }

    private static File existing(Path archive) {
        if (!archive.toFile().isFile()) {
            throw new IllegalStateException(archive + " is not built: run mvn package from the root");
        }
        return archive.toFile();
    }

    private static final String APPLICATION_EXCEPTION = """
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
              <assembly-descriptor>
                <application-exception>
                  <exception-class>dev.postern.jca.MailRejectedException</exception-class>
                  <rollback>true</rollback>
                </application-exception>
              </assembly-descriptor>
            </ejb-jar>
            """;

    private static final String MAIL_PROVIDER =
            "protocol=postern; type=transport; class=dev.postern.jca.transport.PosternTransport; vendor=Postern\n";

    private static final String WILDFLY_MODULES = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment>
                <dependencies>
                  <module name="deployment.postern.rar" />
                </dependencies>
              </deployment>
            </jboss-deployment-structure>
            """;

    private static final String WILDFLY_BINDING = """
            <ejb-jar xmlns="http://www.jboss.com/xml/ns/javaee" xmlns:jee="https://jakarta.ee/xml/ns/jakartaee"
                xmlns:r="urn:resource-adapter-binding:1.0" version="4.0">
              <jee:assembly-descriptor>
            %s  </jee:assembly-descriptor>
            </ejb-jar>
            """;

    private static final String WILDFLY_BINDING_OF_A_BEAN = """
                <r:resource-adapter-binding>
                  <jee:ejb-name>%s</jee:ejb-name>
                  <r:resource-adapter-name>postern.rar</r:resource-adapter-name>
                </r:resource-adapter-binding>
            """;

    // of use where the gateway's EAR brings another adapter for such beans
    private static final String PAYARA_BINDING = """
            <glassfish-ejb-jar>
              <enterprise-beans>
                <ejb>
                  <ejb-name>CallerBean</ejb-name>
                  <mdb-resource-adapter>
                    <resource-adapter-mid>postern</resource-adapter-mid>
                  </mdb-resource-adapter>
                </ejb>
              </enterprise-beans>
            </glassfish-ejb-jar>
            """;
}
